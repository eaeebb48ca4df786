# Reads the plain lists of sources that engines' build systems read as well.

# hellojohn_read_sources(VARIABLE): the files of sources.txt in the calling folder.
function(hellojohn_read_sources variable)
  set(list ${CMAKE_CURRENT_SOURCE_DIR}/sources.txt)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
  file(STRINGS ${list} files REGEX "^[^#]")
  set(${variable} ${files} PARENT_SCOPE)
endfunction()

# hellojohn_compile_small(TARGET SOURCE...): for size where the build asks for speed, because these run rarely. A file that has
# options is left out of the batches of scripts/lib, so a debug build gives it none.
function(hellojohn_compile_small target)
  if(MSVC OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    return()
  endif()
  set_property(SOURCE ${ARGN} TARGET_DIRECTORY ${target} APPEND PROPERTY
    COMPILE_OPTIONS $<$<CONFIG:Release,RelWithDebInfo>:-Os>)
endfunction()
