"""Judges a draft against a rubric, offline or by a model, behind one face."""
