"""Turn a checkout of the REST documentation into the data of `oint_b24.rest.catalogue`."""
