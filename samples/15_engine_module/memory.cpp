// The engine's memory: operator new and delete are replaced and counted. Nothing of the library asks malloc or the
// system for memory, which build.sh shows by the module's undefined symbols.
#include "engine.hpp"

#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;
std::size_t bytes = 0;

void* counted(std::size_t size) noexcept {
  ++count;
  bytes += size;
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* memory = counted(size)) return memory;
  std::fputs("out of memory\n", stderr);
  std::abort();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace engine {

Allocations allocations() noexcept { return {count, bytes}; }

void Log::on_log(const hellojohn::LogRecord& record) noexcept {
  if (muted_) return;
  std::printf("log: %.*s %.*s %.*s %d\n", static_cast<int>(record.event.size()),
              record.event.data(), static_cast<int>(record.method.size()), record.method.data(),
              static_cast<int>(record.path_template.size()), record.path_template.data(),
              record.status);
}

}  // namespace engine
