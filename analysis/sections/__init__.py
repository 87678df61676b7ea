"""The questions a briefing answers, one room each: fact, words, picture and table together."""
