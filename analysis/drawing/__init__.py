"""What pictures share: style, marks, axes and maps."""
