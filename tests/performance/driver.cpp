// The measurements, the same for every library. Commands come as arguments, separated by commas, or as lines of input;
// every command answers with one line of name=value.
#include "performance/allocations.hpp"
#include "performance/caller.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>

namespace bench {

void broke(const char* what) {
  std::fprintf(stderr, "benchmark broke: %s\n", what);
  std::_Exit(3);
}

namespace {

using Words = std::vector<std::string>;

double micros(Clock::duration time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

double median(Times times) {
  if (times.empty()) broke("nothing was timed");
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return micros(*middle);
}

/// Of all threads, in this library and in the kernel for it.
double processor_micros() {
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) != 0) broke("no processor time");
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return of(used.ru_utime) + of(used.ru_stime);
}

/// The most memory that was resident, since the program began.
long peak_kib() {
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) != 0) broke("no memory figures");
  return used.ru_maxrss;
}

std::size_t number(const Words& words, std::size_t at) {
  if (words.size() <= at) broke("a command lacks a number");
  return std::stoul(words[at]);
}

/// The same pause before each call that needs a connection: a rested processor is slower at first.
void rest() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

struct Bench {
  Target target;
  std::unique_ptr<Caller> caller;
  bool openssl_apart = false;
  std::size_t widest =
      0;  ///< So many calls at once have been made: connections and memory are there.

  Caller& kept() {
    if (!caller) {
      caller = make_caller(target);
      Times warm;
      caller->calls(3, warm);
    }
    return *caller;
  }

  void calls(std::size_t count) {
    Times times;
    times.reserve(count);
    Caller& warm = kept();
    const auto begun = Clock::now();
    const double processor_begun = processor_micros();
    warm.calls(count, times);
    const double processor = processor_micros() - processor_begun;
    const double whole = micros(Clock::now() - begun);
    const double calls = static_cast<double>(count);
    std::printf("p50=%.2f mean=%.2f processor_us=%.2f\n", median(std::move(times)), whole / calls,
                processor / calls);
  }

  void allocations(std::size_t count) {
    Times times;
    times.reserve(count);
    Caller& warm = kept();
    count_heap();
    const HeapCount before = heap_count();
    warm.calls(count, times);
    const HeapCount after = heap_count();
    const auto each = [count](std::size_t a, std::size_t b) {
      return static_cast<double>(b - a) / static_cast<double>(count);
    };
    std::printf("calls=%.2f bytes=%.0f openssl_calls=%.2f openssl_bytes=%.0f apart=%d\n",
                each(before.calls, after.calls), each(before.bytes, after.bytes),
                each(before.openssl_calls, after.openssl_calls),
                each(before.openssl_bytes, after.openssl_bytes), openssl_apart ? 1 : 0);
  }

  void fresh(std::size_t count, bool resume) {
    Times times;
    Caller& caller_now = kept();
    for (std::size_t i = 0; i < count; ++i) {
      caller_now.disconnect();
      if (!resume) caller_now.forget_session();
      rest();
      caller_now.calls(1, times);
    }
    std::printf("p50=%.2f\n", median(std::move(times)));
  }

  /// The server has hung up in the meantime.
  void after_idle(std::size_t count) {
    Times times;
    Caller& caller_now = kept();
    for (std::size_t i = 0; i < count; ++i) {
      rest();
      caller_now.calls(1, times);
    }
    std::printf("p50=%.2f\n", median(std::move(times)));
  }

  void cold() {
    Target with_roots = target;
    with_roots.system_roots = true;
    Times times;
    const auto begun = Clock::now();
    const auto fresh_caller = make_caller(with_roots);
    const double made = micros(Clock::now() - begun);
    fresh_caller->calls(1, times);
    std::printf("made=%.2f whole=%.2f\n", made, micros(Clock::now() - begun));
  }

  void memory() {
    Target with_roots = target;
    with_roots.system_roots = true;
    Times times;
    times.reserve(16);
    count_heap();
    const std::size_t at_start = heap_in_use();
    const auto first = make_caller(with_roots);
    first->calls(2, times);
    const std::size_t with_one = heap_in_use();
    const auto second = make_caller(with_roots);
    second->calls(2, times);
    const std::size_t with_two = heap_in_use();
    std::printf("first=%zu second=%zu\n", with_one - at_start, with_two - with_one);
  }

  void many(std::size_t width, std::size_t total) {
    Caller& caller_now = kept();
    if (width > widest && !caller_now.many(width, width * 2))
      broke("this library has no calls at once");
    widest = std::max(widest, width);
    const auto begun = Clock::now();
    const double processor_begun = processor_micros();
    (void)caller_now.many(width, total);
    const double processor = processor_micros() - processor_begun;
    const double seconds = micros(Clock::now() - begun) / 1e6;
    const double calls = static_cast<double>(total);
    std::printf("per_second=%.0f processor_us=%.2f peak_kib=%ld\n", calls / seconds,
                processor / calls, peak_kib());
  }

  void run(const Words& words) {
    const std::string& name = words.front();
    if (name == "calls") return calls(number(words, 1));
    if (name == "allocations") return allocations(number(words, 1));
    if (name == "resumed") return fresh(number(words, 1), true);
    if (name == "full") return fresh(number(words, 1), false);
    if (name == "after-idle") return after_idle(number(words, 1));
    if (name == "cold") return cold();
    if (name == "memory") return memory();
    if (name == "many") return many(number(words, 1), number(words, 2));
    if (extra == nullptr || !extra(target, words)) broke("unknown command");
  }
};

Words split(const std::string& line) {
  std::istringstream in(line);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const bool apart = bench::count_openssl_apart();
  if (argc < 3) bench::broke("usage: PORT CA-FILE [COMMAND[,COMMAND…]]");
  bench::Bench bench{{std::stoi(argv[1]), argv[2]}, nullptr, apart};
  if (argc > 3) {
    std::istringstream commands(argv[3]);
    for (std::string command; std::getline(commands, command, ',');)
      bench.run(bench::split(command));
    std::fflush(stdout);
    return 0;
  }
  for (std::string line; std::getline(std::cin, line);) {
    if (const auto words = bench::split(line); !words.empty()) bench.run(words);
    std::fflush(stdout);
  }
}
