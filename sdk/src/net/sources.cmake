# Relative to sdk/src/net.
set(HELLOJOHN_NET_SOURCES
  beast_transport.cpp
  http/read_fields.cpp
  http/request_wire.cpp
  http/response_reader.cpp
  io_engine.cpp
  io_engine_life.cpp
  network_exchange.cpp
  socket/connection.cpp
  socket/connection_pool.cpp
  socket/connector.cpp
  socket/proxy_tunnel.cpp
  socket/resolver_posix.cpp
  tls/certificate_checks.cpp
  tls/pem_text.cpp
  tls/tls_context.cpp
  tls/trust_store.cpp)
