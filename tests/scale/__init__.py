"""What things cost, against a floor measured in the same run: `make bench`. A timing here is never a pass or a fail."""
