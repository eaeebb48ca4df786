# Run by the build with cmake -P before it links the DLL: lists what the DLL exports. NM: a GNU or LLVM nm; OBJECTS: a file that
# names the objects; OUT: the module definition file. It holds the namespace hellojohn and nothing else, as exports.map does
# for Linux, so that the objects are those of the static library and no header needs __declspec.
#
# The names are those of GCC and Clang for MinGW-w64. MSVC mangles otherwise (?name@v0@hellojohn@@), and its linker does not
# import data such as a vtable without __declspec(dllimport): there the library is static (sdk/CMakeLists.txt).
execute_process(COMMAND ${NM} --defined-only --extern-only @${OBJECTS}
  OUTPUT_VARIABLE symbols ERROR_VARIABLE problem RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${NM} cannot read the objects: ${problem}")
endif()
# Functions and variables; vtables, VTTs, type information and its names. What is not T (code) is data.
string(REGEX MATCHALL "[TBDRVW] _Z(N[VKRO]*9hellojohn|T[VTIS]N9hellojohn)[A-Za-z0-9_.]*" symbols "${symbols}")
list(REMOVE_DUPLICATES symbols)
list(FILTER symbols EXCLUDE REGEX "_GLOBAL__N_")
list(SORT symbols)
if(symbols STREQUAL "")
  message(FATAL_ERROR "${NM} names no symbol of hellojohn")
endif()
list(TRANSFORM symbols REPLACE "^T (.*)" "  \\1\n")
list(TRANSFORM symbols REPLACE "^[BDRVW] (.*)" "  \\1 DATA\n")
list(JOIN symbols "" symbols)
file(WRITE ${OUT} "EXPORTS\n${symbols}")
