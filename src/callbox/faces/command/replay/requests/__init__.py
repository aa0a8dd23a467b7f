"""Files of service requests and petitions, replayed: how they are read, planned, carried through and told of."""
