"""What a learner's attempts, taken together, say of learning: what carries over, what falls, what is mastered. Pure."""
