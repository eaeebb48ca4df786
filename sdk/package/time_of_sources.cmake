# time_of_sources(VARIABLE FORMAT): the time of the sources in UTC, so that the same sources give the same bytes. It is
# SOURCE_DATE_EPOCH, else the time of ROOT's last commit, else 1970.
function(time_of_sources variable format)
  set(seconds "$ENV{SOURCE_DATE_EPOCH}")
  if(NOT seconds)
    execute_process(COMMAND git -C ${ROOT} log -1 --format=%ct
      OUTPUT_VARIABLE seconds OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  if(NOT seconds)
    set(seconds 0)
  endif()
  set(ENV{SOURCE_DATE_EPOCH} ${seconds})
  string(TIMESTAMP text "${format}" UTC)
  set(${variable} ${text} PARENT_SCOPE)
endfunction()
