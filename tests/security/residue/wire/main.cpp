// Residue over TLS: every operation, ended in every way, in a separate process that this one searches: what is
// over is nowhere, and what is held is where no core file reaches. Its last line is the figure. With --bound-late the
// dynamic linker binds at the first call, and nothing may be left to bind once there are secrets. With --every N it runs each Nth
// cell.
#include "security/residue/wire/cell.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace hellojohn::tests {

namespace {

constexpr End all_ends[] = {End::well,      End::refused, End::lost,     End::reset,
                            End::cancelled, End::at_once, End::timed_out};

struct Sum {
  int cells = 0;
  int scans = 0;
  std::size_t secrets = 0;
  std::size_t printed = 0;
  std::size_t lines = 0;
  std::size_t copies = 0;
  std::size_t bound_late = 0;
  void add(const Report& report) {
    ++cells;
    scans += report.scans;
    secrets += report.secrets;
    printed += report.printed;
    lines += report.lines;
    copies += report.copies;
    bound_late += report.bound_late;
  }
};

/// Which cells are run: all, or every so many of them.
class Turns {
 public:
  explicit Turns(unsigned every) : every_(every) {}
  [[nodiscard]] bool next() noexcept { return turn_++ % every_ == 0; }

 private:
  unsigned every_;
  unsigned turn_ = 0;
};

/// Every other of the first allocations of a call made to fail. The core ends the program then, which leaves nothing
/// to look through; the network gives the call up.
void run_without_memory(Peer& peer, const Program& program, Turns& turns, Sum& sum) {
  constexpr int most_allocations = 24;
  int survived = 0, ended = 0;
  for (const char operation : {'V', 'G', 'R'})
    for (int allocation = 1; allocation <= most_allocations; allocation += 2) {
      if (!turns.next()) continue;
      const auto report = run_without_memory(peer, program, operation, allocation);
      if (report) sum.add(*report);
      ++(report ? survived : ended);
    }
  std::printf("residue: without memory: %d calls looked through, %d ended the program\n", survived,
              ended);
}

int run(const Program& program, unsigned every) {
  Peer modern(TLS1_3_VERSION), older(TLS1_2_VERSION);
  Sum sum;
  Turns turns(every);
  for (const char operation : residue_operations) {
    for (const End end : all_ends)
      if (turns.next()) sum.add(run_cell(modern, program, operation, end));
    if (turns.next()) sum.add(run_cell(older, program, operation, End::well));
  }
  run_without_memory(modern, program, turns, sum);
  const CoreReport core = run_core(modern, program);
  std::printf(
      "residue: a planted copy: %zu fragments in memory, %zu in a core file, %zu in the output\n",
      core.planted_in_memory, core.planted_in_core, core.planted_in_output);
  if (core.made)
    std::printf("residue: core file with codes displayed: %zu secrets, %zu fragments\n",
                core.secrets, core.in_core);
  std::printf(
      "residue: %zu lines of output at the finest level, %zu distinct secrets, %zu fragments\n",
      sum.lines, sum.secrets, sum.printed);
  const bool proven = core.planted_in_memory > 0 && (core.planted_in_core > 0 || !core.made) &&
                      core.planted_in_output > 0 && core.secrets >= 8;
  if (program.binding == Binding::late)
    std::printf("residue: %zu symbols bound once there were secrets\n", sum.bound_late);
  const std::size_t least_secrets = 500 / every;
  const std::size_t left = sum.copies + core.in_core + sum.printed;
  std::printf(
      "residue: %zu operations over TLS, %d cells, %d scans of a whole process, %zu secrets, %zu "
      "copies left\n",
      residue_operations.size(), sum.cells, sum.scans, sum.secrets, left);
  return proven && left == 0 && sum.bound_late == 0 && sum.secrets >= least_secrets && sum.lines > 0
             ? 0
             : 1;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  bool late = false;
  unsigned every = 1;
  for (int i = 2; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--bound-late") late = true;
    if (argument == "--every" && i + 1 < argc)
      every = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
  }
  if (argc < 2)
    return std::fprintf(stderr,
                        "usage: hellojohn-residue-wire SUBJECT [--bound-late] [--every N]\n"),
           2;
  std::setvbuf(stdout, nullptr, _IONBF, 0);  // Windows has no buffer by lines.
  try {
    using hellojohn::tests::Binding;
    return hellojohn::tests::run({argv[1], late ? Binding::late : Binding::early}, every);
  } catch (const std::exception& problem) {
    std::printf("residue: %s\n", problem.what());
    return 1;
  }
}
