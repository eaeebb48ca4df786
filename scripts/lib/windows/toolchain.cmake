# Cross-compiling for 64-bit Windows with Debian's MinGW-w64 (posix threads), and Wine to run what was built.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR AMD64)
set(triple x86_64-w64-mingw32)
set(HELLOJOHN_WINDOWS_COMPILER gcc CACHE STRING "gcc or clang")
if(HELLOJOHN_WINDOWS_COMPILER STREQUAL "clang")
  # It takes the headers and the libraries of the GCC beside it.
  set(CMAKE_C_COMPILER clang)
  set(CMAKE_CXX_COMPILER clang++)
  set(CMAKE_C_COMPILER_TARGET x86_64-w64-windows-gnu)
  set(CMAKE_CXX_COMPILER_TARGET x86_64-w64-windows-gnu)
else()
  set(CMAKE_C_COMPILER ${triple}-gcc-posix)
  set(CMAKE_CXX_COMPILER ${triple}-g++-posix)
endif()
set(CMAKE_RC_COMPILER ${triple}-windres)
set(HELLOJOHN_WINDOWS_PREFIX "" CACHE PATH "Libraries for Windows")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES HELLOJOHN_WINDOWS_PREFIX HELLOJOHN_WINDOWS_COMPILER)
set(CMAKE_FIND_ROOT_PATH ${HELLOJOHN_WINDOWS_PREFIX} /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR wine)
# Otherwise the host's libsecret is found.
set(ENV{PKG_CONFIG_LIBDIR} ${HELLOJOHN_WINDOWS_PREFIX}/lib/pkgconfig)
# Without it ws2_32 and crypt32 are not put behind libcrypto.
set(OPENSSL_USE_STATIC_LIBS ON)
# Else a DLL of zlib would be needed beside each program.
set(ZLIB_USE_STATIC_LIBS ON)
# One program and no DLL beside it: libstdc++, libgcc and winpthreads are linked in. GNU ld needs half a minute for each program;
# Debian's GCC finds lld only through a wrapper.
if(HELLOJOHN_WINDOWS_COMPILER STREQUAL "clang")
  set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -fuse-ld=lld")
else()
  set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -fno-use-linker-plugin -wrapper ${CMAKE_CURRENT_LIST_DIR}/link_with_lld.sh")
endif()
