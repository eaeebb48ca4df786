// Runs random sequences, and names the seed of each in which something was wrong.
#include "model/threads.hpp"
#include "model/world.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace {

unsigned long long number_after(int argc, char** argv, const char* name,
                                unsigned long long otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::strcmp(argv[i], name) == 0) return std::strtoull(argv[i + 1], nullptr, 10);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  const auto sequences = number_after(argc, argv, "--sequences", 4000);
  const auto first = number_after(argc, argv, "--seed", 1);
  const auto steps = number_after(argc, argv, "--steps", 40);
  const auto rounds = number_after(argc, argv, "--rounds", 20);
  std::map<std::string, unsigned long long> wrong;
  for (auto seed = first; seed < first + sequences; ++seed) {
    // Short ones, too: what they show is easier to read.
    hellojohn::tests::World world(seed);
    const char* why = world.run(static_cast<std::size_t>(1 + seed % steps));
    if (why == nullptr) continue;
    if (++wrong[why] <= 3 || sequences == 1)
      std::printf("seed %llu of %llu steps: %s\n  %s\n", seed, steps, why, world.story().c_str());
  }
  for (auto seed = first; seed < first + rounds; ++seed) {
    const char* why = hellojohn::tests::run_with_threads(seed);
    if (why == nullptr) continue;
    if (++wrong[why] <= 3) std::printf("seed %llu with threads: %s\n", seed, why);
  }
  for (const auto& [why, count] : wrong) std::printf("%llu times: %s\n", count, why.c_str());
  std::printf("session model: %llu sequences from seed %llu, %s\n", sequences, first,
              wrong.empty() ? "nothing wrong" : "WRONG");
  return wrong.empty() ? 0 : 1;
}
