"""Files that models of cities come with, beside their roads: stations, hospitals, fleets, demand."""
