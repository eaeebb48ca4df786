// A universal build compiles each file for each processor, so that the file chooses and not the build system. Not built: nobody
// has compiled this on macOS.
#if defined(__aarch64__)
#include "secret/wipe_registers_aarch64.cpp"
#elif defined(__x86_64__)
#include "secret/wipe_registers_x86_64.cpp"
#else
#include "secret/wipe_registers_none.cpp"
#endif
