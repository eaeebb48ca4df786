# Relative to sdk/src/net.
set(HELLOJOHN_NET_SOURCES
  beast_transport.cpp
  connection.cpp
  connector.cpp
  network_exchange.cpp
  origin.cpp
  request_wire.cpp
  resolver_posix.cpp
  response_reader.cpp
  tls_context.cpp)
