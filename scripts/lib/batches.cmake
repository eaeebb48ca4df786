# Included by scripts/windows and the preset `short` at the end of project(): the compiler reads the common headers less often,
# which takes most of its time. Files are compiled in batches, and tests with a precompiled header. Nothing else differs.

# Tests that use a name for something else than another test of the same program: they are compiled one by one. If a new test
# does not compile here, and compiles in the preset `dev`, rename what it shares a name with, or list it.
set(hellojohn_apart admin_residue_test broken_servers challenge_test client_test doctor_test factors_of_challenge_test in_view_test
  journey_test keys_test layout_test lifetime_test mock_service_test one_account_test otpauth_test outcome_test outcome_words_test
  recovery_link_test removal_test renewal_rules_test result_test screen_matrix_test shared_network_test
  transport_framing_test transport_pool_test transport_proxy_test transport_reach_test
  transport_tls_test typed_codes_test waiting_calls_test wake_up_test)

# hellojohn_sources(TARGET VARIABLE): with their folders. Without one, a name belongs to the folder that asks.
function(hellojohn_sources target variable)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  list(TRANSFORM sources PREPEND ${folder}/ REGEX "^[^/]")
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# hellojohn_batch(TARGET): the target's files as one, those with Beast in them as another one. Files that include <windows.h> are
# compiled one by one.
function(hellojohn_batch target)
  hellojohn_sources(${target} sources)
  # snapshot.cpp has readers of the same names as another file.
  list(FILTER sources EXCLUDE REGEX "_windows\\.cpp$|/snapshot\\.cpp$")
  set(network ${sources})
  list(FILTER network INCLUDE REGEX "/net/|/server/")
  list(FILTER sources EXCLUDE REGEX "/net/|/server/")
  set_source_files_properties(${sources} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP plain)
  if(network)
    set_source_files_properties(${network} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP network)
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# hellojohn_batch_tests(TARGET): batches of some files, so that two cores share them.
function(hellojohn_batch_tests target)
  # A precompiled header knows its files by their text. ccache would give an old one back if only a comment has changed, and the
  # compiler would then read each header a second time.
  set(catch ${CMAKE_CURRENT_SOURCE_DIR}/tests/worlds/catch.hpp)
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/sdk/include/hellojohn/*.hpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers} ${catch})
  set(texts "")
  foreach(header ${headers} ${catch})
    file(SHA256 ${header} text)
    string(APPEND texts ${text})
  endforeach()
  string(SHA256 texts "${texts}")
  list(JOIN hellojohn_apart "|" apart)
  hellojohn_sources(${target} sources)
  list(FILTER sources INCLUDE REGEX "/(${apart})\\.cpp$|_windows(_test)?\\.cpp$")
  set_source_files_properties(${sources} TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
  target_compile_definitions(${target} PRIVATE HELLOJOHN_PRECOMPILED=${texts})
  target_precompile_headers(${target} PRIVATE
    ${catch} ${CMAKE_CURRENT_SOURCE_DIR}/sdk/include/hellojohn/hellojohn.hpp)
endfunction()

function(hellojohn_batches)
  # They speak of names in anonymous namespaces, which are one namespace in a batch; the other builds compile file by file.
  target_compile_options(hellojohn_flags INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  foreach(target sdk testing mock_server_lib admin widgets imgui_objects doctor sample_scenes sample_window)
    if(TARGET hellojohn_${target})
      hellojohn_batch(hellojohn_${target})
    endif()
  endforeach()
  foreach(tests unit widget integration admin store trap imgui doctor speech residue)
    if(TARGET hellojohn-${tests}-tests)
      hellojohn_batch_tests(hellojohn-${tests}-tests)
    endif()
  endforeach()
endfunction()

cmake_language(DEFER DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} CALL hellojohn_batches)
