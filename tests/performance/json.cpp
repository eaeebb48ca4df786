// Reading an answer with and without a tree (goal P4): `codec N`, `monotonic N` or `tree N`, for callgrind's slope.
#include "json/json.hpp"
#include "performance/allocations.hpp"
#include "performance/wire.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

void read_with_codec() {
  hellojohn::codec::Tokens tokens;
  if (hellojohn::codec::read_tokens(bench::json_answer, tokens) != nullptr) std::abort();
}

void read_on_stack() {
  unsigned char memory[8 * 1024];
  boost::json::monotonic_resource resource(memory, sizeof memory);
  const auto tree = boost::json::parse(bench::json_answer, &resource);
  if (tree.at("access_token").as_string().empty()) std::abort();
}

void read_as_tree() {
  const auto tree = boost::json::parse(bench::json_answer);
  if (tree.at("access_token").as_string().empty()) std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string_view how = argv[1];
  void (*read)() = how == "codec"       ? read_with_codec
                   : how == "monotonic" ? read_on_stack
                                        : read_as_tree;
  const unsigned long count = std::strtoul(argv[2], nullptr, 10);
  read();
  bench::count_heap();
  const auto before = bench::heap_count();
  for (unsigned long i = 0; i < count; ++i) read();
  const auto after = bench::heap_count();
  std::printf("calls=%.2f\n",
              static_cast<double>(after.calls - before.calls) / static_cast<double>(count));
}
