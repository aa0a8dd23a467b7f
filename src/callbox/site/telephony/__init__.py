"""A telephone exchange that speaks SIP, heard: signalling only, the sound goes elsewhere."""
