// The rules of docs/contract/outcomes.md applied to a row.
#include "fault.hpp"

#include <algorithm>
#include <cstdio>

namespace hellojohn::tests {

namespace {

constexpr int most_attempts = 3;

Outcome outcome_of(Says says) {
  switch (says) {
    case Says::np: return Outcome::not_sent;
    case Says::rj: return Outcome::refused;
    case Says::okl: return Outcome::done_answer_lost;
    default: return Outcome::unknown;
  }
}

}  // namespace

Expected expected_of(char op, const Expect& row, const std::vector<Exception>& exceptions) {
  Expected out{row};
  for (const Exception& exception : exceptions)
    if (exception.operations.find(op) != std::string_view::npos) out.row = exception.expect;
  bool repeats = false;
  switch (out.row.repeat) {
    case Auto::no: break;
    case Auto::np: repeats = true; break;
    case Auto::un: repeats = repeats_after_unknown(op); break;
    case Auto::waits: repeats = waits_out_refusals(op); break;
    case Auto::token: repeats = carries_access_token(op); break;
  }
  out.ok_after_repeat = repeats;
  if (repeats) out.requests = out.row.repeat == Auto::token ? 2 : most_attempts;
  return out;
}

std::string compare(const Claim& claim, const Expect& expect) {
  if (expect.says == Says::ok) {
    if (claim.ok) return {};
    return std::string("should be ok, is ") + to_string(claim.error.code) + "/" +
           to_string(claim.error.outcome) + " (" + claim.error.detail + ")";
  }
  const Outcome outcome = outcome_of(expect.says);
  if (!claim.ok && claim.error.code == expect.code && claim.error.outcome == outcome) return {};
  std::string out = std::string("should be ") + to_string(expect.code) + "/" + to_string(outcome);
  if (claim.ok) return out + ", is ok";
  return out + ", is " + to_string(claim.error.code) + "/" + to_string(claim.error.outcome) + " (" +
         claim.error.detail + ")";
}

void Score::cell(int number, const std::string& words, char op, const std::string& wrong) {
  if (std::find(numbers_.begin(), numbers_.end(), number) == numbers_.end())
    numbers_.push_back(number);
  ++cells_;
  if (wrong.empty()) return;
  ++failed_;
  std::printf("FAIL  %d %s x %c: %s\n", number, words.c_str(), op, wrong.c_str());
}

int Score::print() const {
  constexpr int last_fault = 156;
  for (int number = 1; number <= last_fault; ++number)
    if (std::find(numbers_.begin(), numbers_.end(), number) == numbers_.end())
      std::printf("no row for fault %d\n", number);
  std::printf("faults: %zu faults, %d cells, %d failed\n", numbers_.size(), cells_, failed_);
  constexpr std::size_t least_faults = 150;
  constexpr int least_cells = 900;
  return failed_ == 0 && numbers_.size() >= least_faults && cells_ >= least_cells ? 0 : 1;
}

}  // namespace hellojohn::tests
