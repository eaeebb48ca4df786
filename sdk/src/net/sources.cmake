# Relative to sdk/src/net.
set(HELLOJOHN_NET_SOURCES
  beast_transport.cpp
  http/read_fields.cpp
  http/request_wire.cpp
  http/response_reader.cpp
  io_engine.cpp
  io_engine_life.cpp
  network_exchange.cpp
  socket/byte_stream.cpp
  socket/connection.cpp
  socket/connection_pool.cpp
  socket/connector.cpp
  socket/proxy_settings.cpp
  socket/proxy_tunnel.cpp
  socket/resolver.cpp
  tls/certificate_checks.cpp
  tls/missing_roots.cpp
  tls/pem_text.cpp
  tls/tls_channel.cpp
  tls/tls_context.cpp
  tls/root_list.cpp
  tls/trust_store.cpp)
set(net_system posix)
if(WIN32)
  set(net_system windows)
endif()
list(APPEND HELLOJOHN_NET_SOURCES socket/resolver_${net_system}.cpp socket/socket_calls_${net_system}.cpp
  socket/system_proxy_${net_system}.cpp tls/ca_file_${net_system}.cpp tls/system_roots_${net_system}.cpp)
