"""Gold sets, agreement, and the scripts that fit what is fitted."""
