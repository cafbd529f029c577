"""What a revision achieved: each earlier finding's outcome, how the levels moved, which words changed. Pure."""
