"""Twelve months over the whole world: gains and losses by part of the world and family."""
