# What runs once for each client, connection, failure or screen. In an optimised build these files are compiled for size: together
# they are half of the library, and a call does not pass through them. A profile of a warm verify says so (tests/performance);
# whoever adds a file that each call passes through leaves it out.
# Relative to sdk/src.
set(hellojohn_rare_sources
  base/combining.cpp base/display_text.cpp base/early_binding.cpp base/idna_libidn2.cpp base/idna_none.cpp base/markup.cpp
  base/otpauth.cpp base/text.cpp base/url.cpp base/version.cpp
  client/auth.cpp client/client.cpp client/error.cpp client/events.cpp client/factor_calls.cpp client/recovery.cpp
  client/recovery_watch.cpp client/session_keeper_renewal.cpp client/store_queue.cpp
  json/answers_admin.cpp json/answers_mfa.cpp
  rules/backup_code.cpp rules/code_judge.cpp rules/code_search.cpp rules/code_words.cpp rules/link_base64.cpp rules/link_place.cpp
  rules/link_text.cpp rules/recovery_link.cpp rules/renewal.cpp rules/retry_after.cpp rules/server_code.cpp
  net/beast_transport.cpp net/socket/connector.cpp net/socket/proxy_settings.cpp net/socket/proxy_tunnel.cpp
  net/socket/resolver.cpp net/socket/resolver_posix.cpp net/socket/resolver_windows.cpp net/socket/system_proxy_posix.cpp
  net/socket/system_proxy_windows.cpp net/tls/ca_file_posix.cpp net/tls/ca_file_windows.cpp net/tls/certificate_checks.cpp
  net/tls/missing_roots.cpp net/tls/pem_text.cpp net/tls/system_roots_posix.cpp net/tls/system_roots_windows.cpp
  net/tls/tls_context.cpp net/tls/trust_store.cpp
  stores/dpapi_store_windows.cpp stores/file_backend_posix.cpp stores/file_backend_windows.cpp stores/plaintext_file_store.cpp
  stores/worker_store.cpp)

# hellojohn_small_if_rare(TARGET): only where the build asks for speed. A file with options is in no batch of scripts/lib, so a debug
# build gets none.
function(hellojohn_small_if_rare target)
  if(MSVC OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    return()
  endif()
  list(TRANSFORM hellojohn_rare_sources PREPEND ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/)
  get_target_property(sources ${target} SOURCES)
  list(TRANSFORM sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ REGEX "^[^/]")
  foreach(source ${sources})
    if(source IN_LIST hellojohn_rare_sources)
      set_property(SOURCE ${source} TARGET_DIRECTORY ${target} APPEND PROPERTY
        COMPILE_OPTIONS $<$<CONFIG:Release,RelWithDebInfo>:-Os>)
    endif()
  endforeach()
endfunction()
