# Relative to sdk/src/net.
set(HELLOJOHN_NET_SOURCES
  beast_transport.cpp
  certificate_checks.cpp
  connection.cpp
  connection_pool.cpp
  connector.cpp
  io_engine.cpp
  network_exchange.cpp
  proxy_tunnel.cpp
  request_wire.cpp
  resolver_posix.cpp
  response_reader.cpp
  tls_context.cpp
  trust_store.cpp)
