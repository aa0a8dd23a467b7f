"""The page on which somebody works on an application: papers, the appointment, the decision."""
