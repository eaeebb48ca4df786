# What runs once for each client, connection or failure: half of the library, and a call does not pass through it, or hardly. A
# profile of a warm verify (tests/performance) says what does: io_engine_life.cpp costs it 0.4 % and saves 9 KB.
# Relative to sdk/src.
set(hellojohn_rare_sources
  base/combining.cpp base/display_text.cpp base/early_binding.cpp base/idna_libidn2.cpp base/idna_none.cpp base/markup.cpp
  base/otpauth.cpp base/process.cpp base/text.cpp base/url.cpp base/version.cpp
  client/auth.cpp client/client.cpp client/error.cpp client/events.cpp client/factor_calls.cpp client/recovery.cpp
  client/recovery_watch.cpp client/session_keeper_renewal.cpp client/session_keeper_store.cpp client/store_queue.cpp
  json/answers_admin.cpp json/answers_mfa.cpp
  rules/backup_code.cpp rules/code_judge.cpp rules/code_search.cpp rules/code_words.cpp rules/link_base64.cpp rules/link_place.cpp
  rules/link_text.cpp rules/recovery_link.cpp rules/renewal.cpp rules/retry_after.cpp rules/server_code.cpp
  net/beast_transport.cpp net/io_engine_life.cpp net/socket/connector.cpp net/socket/proxy_settings.cpp net/socket/proxy_tunnel.cpp
  net/socket/resolver.cpp net/socket/resolver_posix.cpp net/socket/resolver_windows.cpp net/socket/system_proxy_posix.cpp
  net/socket/system_proxy_windows.cpp net/tls/ca_file_posix.cpp net/tls/ca_file_windows.cpp net/tls/certificate_checks.cpp
  net/tls/missing_roots.cpp net/tls/pem_text.cpp net/tls/root_list.cpp net/tls/system_roots_posix.cpp
  net/tls/system_roots_windows.cpp
  net/tls/tls_context.cpp net/tls/trust_store.cpp
  stores/dpapi_store_windows.cpp stores/file_backend_posix.cpp stores/file_backend_windows.cpp stores/plaintext_file_store.cpp
  stores/worker_store.cpp)
