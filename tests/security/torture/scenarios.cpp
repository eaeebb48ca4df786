// What is played while memory runs out: see trial.hpp.
#include "trial.hpp"

namespace hellojohn::tests {

namespace {

constexpr long all = 1000000;
constexpr auto once = memory::Shortage::once;
constexpr auto lasting = memory::Shortage::lasting;

}  // namespace

const Scenario scenarios[8] = {
    {"first call, the service's authority from a file", 'L', once, false, all, "signed_in", 0},
    {"first call, besides the system's roots", 'L', once, true, 3000, "signed_in", 0},
    {"warm call", 'G', once, false, all, "codes_generated", 1},
    {"renewal, with a store", 'F', once, false, all, "refreshed", 0},
    {"sign-out", 'O', once, false, all, "signed_out", 0},
    {"warm call, no memory from there on", 'G', lasting, false, all, "codes_generated", 1},
    {"renewal, no memory from there on", 'F', lasting, false, all, "refreshed", 0},
    {"sign-out, no memory from there on", 'O', lasting, false, all, "signed_out", 0},
};

}  // namespace hellojohn::tests
