"""Crews come home: alarms that anybody may raise, and checks that ask a crew whether it is safe."""
