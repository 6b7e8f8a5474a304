"""Reading files safely: a stranger's file becomes numbered passages of text, or a refusal that says why.

`reading.read` does it, `instructions.found_instructions` finds what in them speaks to the AI. A file is opened
in a process of its own (`child`) only, which imports this package: so nothing is imported here.
"""
