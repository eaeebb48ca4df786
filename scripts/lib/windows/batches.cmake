# Included by scripts/windows at the end of project(): the compiler reads the common headers less often, which takes most of its time.
# The libraries are compiled in batches, the tests with a precompiled header. Nothing else differs.

# hellojohn_batch(TARGET): the target's files as one, those with Beast in them as another one. Files that include <windows.h> are compiled one by one.
function(hellojohn_batch target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  list(TRANSFORM sources PREPEND ${folder}/ REGEX "^[^/]")
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
  # They speak of names in anonymous namespaces, which are one namespace here; the other builds compile file by file.
  target_compile_options(${target} PRIVATE -Wno-error=shadow -Wno-error=subobject-linkage)
endfunction()

function(hellojohn_batches)
  foreach(target hellojohn_sdk hellojohn_testing hellojohn_mock_server_lib hellojohn_doctor hellojohn_admin hellojohn_widgets)
    hellojohn_batch(${target})
  endforeach()
  set(source ${CMAKE_CURRENT_SOURCE_DIR})
  foreach(target unit widget integration admin store trap)
    target_precompile_headers(hellojohn-${target}-tests PRIVATE
      ${source}/tests/worlds/catch.hpp ${source}/sdk/include/hellojohn/hellojohn.hpp)
  endforeach()
endfunction()

cmake_language(DEFER DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} CALL hellojohn_batches)
