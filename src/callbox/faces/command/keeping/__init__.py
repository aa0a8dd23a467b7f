"""The administrator's commands: begin, bring in, look after, keep safe, bring back."""
