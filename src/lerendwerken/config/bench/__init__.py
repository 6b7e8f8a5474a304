"""`lerendwerken bench`: what this machine's front door adds to a language model, in one run, against the bare model.

A made-up organisation in a folder of its own, a model that speaks fifty tokens at fifty a second, a real server; then
one, twenty, a hundred and three hundred people ask at the same moment. Every turn is stored, masking is on.
"""
