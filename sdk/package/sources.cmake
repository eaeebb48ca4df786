# Reads the plain lists of sources that engines' build systems read as well.

# hellojohn_read_sources(VARIABLE): the files of sources.txt in the calling folder.
function(hellojohn_read_sources variable)
  set(list ${CMAKE_CURRENT_SOURCE_DIR}/sources.txt)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
  file(STRINGS ${list} files REGEX "^[^#]")
  set(${variable} ${files} PARENT_SCOPE)
endfunction()
