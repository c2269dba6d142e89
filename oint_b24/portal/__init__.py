"""The client library: address, credential, transport, envelope, problems."""
