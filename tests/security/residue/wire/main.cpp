// Residue over TLS: every operation, ended in every way, in a separate process that this one searches: what is
// over is nowhere, and what is held is where no core file reaches. Its last line is the figure. With --bound-late the
// dynamic linker binds at the first call, and nothing may be left to bind once there are secrets.
#include "security/residue/wire/cell.hpp"

#include <openssl/ssl.h>

#include <cstdio>
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

/// Every other of the first allocations of a call made to fail. The core ends the program then, which leaves nothing
/// to look through; the network gives the call up.
void run_without_memory(Peer& peer, const Program& program, Sum& sum) {
  constexpr int most_allocations = 24;
  int survived = 0, ended = 0;
  for (const char operation : {'V', 'G', 'R'})
    for (int allocation = 1; allocation <= most_allocations; allocation += 2) {
      const auto report = run_without_memory(peer, program, operation, allocation);
      if (report) sum.add(*report);
      ++(report ? survived : ended);
    }
  std::printf("residue: without memory: %d calls looked through, %d ended the program\n", survived,
              ended);
}

int run(const Program& program) {
  Peer modern(TLS1_3_VERSION), older(TLS1_2_VERSION);
  Sum sum;
  for (const char operation : residue_operations) {
    for (const End end : all_ends) sum.add(run_cell(modern, program, operation, end));
    sum.add(run_cell(older, program, operation, End::well));
  }
  run_without_memory(modern, program, sum);
  const CoreReport core = run_core(modern, program);
  std::printf(
      "residue: a planted copy: %zu fragments in memory, %zu in a core file, %zu in the output\n",
      core.planted_in_memory, core.planted_in_core, core.planted_in_output);
  std::printf("residue: core file with codes displayed: %zu secrets, %zu fragments\n", core.secrets,
              core.in_core);
  std::printf(
      "residue: %zu lines of output at the finest level, %zu distinct secrets, %zu fragments\n",
      sum.lines, sum.secrets, sum.printed);
  const bool proven = core.planted_in_memory > 0 && core.planted_in_core > 0 &&
                      core.planted_in_output > 0 && core.secrets >= 8;
  if (program.binding == Binding::late)
    std::printf("residue: %zu symbols bound once there were secrets\n", sum.bound_late);
  constexpr std::size_t least_secrets = 500;
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
  const bool late = argc == 3 && std::string_view(argv[2]) == "--bound-late";
  if (argc != 2 && !late)
    return std::fprintf(stderr, "usage: hellojohn-residue-wire SUBJECT [--bound-late]\n"), 2;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  try {
    using hellojohn::tests::Binding;
    return hellojohn::tests::run({argv[1], late ? Binding::late : Binding::early});
  } catch (const std::exception& problem) {
    std::printf("residue: %s\n", problem.what());
    return 1;
  }
}
