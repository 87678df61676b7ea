"""What changed between two days, under all treaties: before and after; corrections apart."""
