// See cell.hpp.
#include "security/residue/wire/cell.hpp"

#include "security/residue/scanner.hpp"
#include "security/residue/wire/subject_process.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace hellojohn::tests {

namespace {

/// What has to happen before an operation can.
std::string_view steps_before(char operation) {
  switch (operation) {
    case 'V': return "L";
    case 'G':
    case 'E':
    case 'S':
    case 'D':
    case 'N':
    case 'T':
    case 'O': return "LV";
    case 'F': return "LV>";  // Past the end of the access token: it has to be renewed.
    case 'C': return "LVE";
    case 'R': return "Q";
    case 'e':
    case 's':
    case 'a':
    case 'o': return "QR";
    case 'c': return "QRe";
    case 'g': return "QRec";
    default: return "";
  }
}

/// Those with a proof are the open-source server's.
ServerDialect dialect_of(char operation) {
  return operation == 'N' || operation == 'T' ? ServerDialect::self_hosted : ServerDialect::v1;
}

class Cell {
 public:
  Cell(Peer& peer, const Program& program, char operation)
      : peer_(peer),
        subject_(program.path, {peer.origin(), peer.ca_file(), Peer::tenant, Peer::publishable_key},
                 program.binding) {
    subject_.learn_where_secrets_are();
    peer_.begin(dialect_of(operation));
    peer_.meet(End::well);
  }

  void prepare(char operation) {
    if (operation == 'A' || operation == 'M') order('*', End::well, peer_.secret_key());
    order(dialect_of(operation) == ServerDialect::self_hosted ? '#' : '+');
    bound_at_start_ = subject_.bound_late().size();
    for (const char step : steps_before(operation)) {
      if (order(step, End::well, secret_for(step)) != Said::ok)
        throw std::runtime_error(std::string("preparing failed at ") + step);
      order('-');
    }
  }

  /// The operation; its result is kept.
  Said act(char operation, End end) {
    peer_.meet(end);
    subject_.tell(operation, end, secret_for(operation));
    if (end == End::cancelled || end == End::timed_out) {
      (void)subject_.hear();
      peer_.wait_request();
      subject_.tell('.');
    }
    const Said said = subject_.hear();
    peer_.meet(End::well);
    if (end == End::well && (operation == 'O' || operation == 'o')) peer_.end_sessions();
    return said;
  }

  /// Null if the subject ended.
  std::optional<Said> act_without_memory(char operation, int allocation) {
    subject_.tell(operation, End::out_of_memory, secret_for(operation), allocation);
    return subject_.hear_if_alive();
  }

  Said order(char what, End end = End::well, std::string_view secret = {}) {
    subject_.tell(what, end, secret);
    return subject_.hear();
  }

  std::string secret_for(char operation) const {
    switch (operation) {
      case 'L': return peer_.password();
      case 'V': return peer_.backup_code();
      case 'R': return peer_.mailed_token();
      case 'C':
      case 'c': return peer_.one_time_code();
      case 'N':
      case 'T': return peer_.password() + '\n' + peer_.backup_code();
      default: return {};
    }
  }

  enum class Allowed { none, results, session };

  /// Copies that must not be. Results and sessions may be held, where no core file reaches.
  std::size_t scan(Allowed allowed, Report& report, const char* when) {
    const auto passed = peer_.passed();
    Needles needles;
    for (const Passed& secret : passed) needles.add(scrambled(secret.plain));
    subject_.wait_quiet();
    auto places = scan_process(subject_.searched(), needles);
    const auto in_registers = scan_registers(subject_.searched(), needles);
    for (std::size_t i = 0; i < places.size(); ++i) places[i].dumped += in_registers[i];
    std::size_t copies = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const bool may_live =
          allowed == Allowed::results || (allowed == Allowed::session && passed[i].of_session);
      const std::size_t wrong = may_live ? places[i].dumped : places[i].all();
      if (wrong != 0)
        std::printf("LEFT  %s, %s: %zu fragments (%zu where a core file reaches)\n",
                    passed[i].name.c_str(), when, wrong, places[i].dumped);
      copies += wrong;
    }
    ++report.scans;
    report.secrets = passed.size();
    report.copies += copies;
    return copies;
  }

  /// Everything in its folder.
  void scan_output(Report& report) const {
    Needles needles;
    for (const Passed& secret : peer_.passed()) needles.add(scrambled(secret.plain));
    for (const auto& file : std::filesystem::recursive_directory_iterator(subject_.folder())) {
      if (!file.is_regular_file() || file.path().stem() == "bindings") continue;
      for (const std::size_t found : scan_file(file.path().string(), needles))
        report.printed += found;
      std::ifstream text(file.path());
      for (std::string line; std::getline(text, line);) ++report.lines;
    }
  }

  /// Threads begin and end with empty vector registers: what is bound for that saves nothing.
  void count_bound_late(Report& report) const {
    constexpr std::string_view of_threads[] = {"_dl_allocate_tls", "_dl_allocate_tls_init",
                                               "pthread_join", "pthread_detach"};
    const auto bound = subject_.bound_late();
    for (std::size_t i = bound_at_start_; i < bound.size(); ++i) {
      if (std::ranges::count(of_threads, bound[i]) != 0) continue;
      std::printf("BOUND LATE  %s\n", bound[i].c_str());
      ++report.bound_late;
    }
  }

  SubjectProcess& subject() noexcept { return subject_; }

 private:
  Peer& peer_;
  SubjectProcess subject_;
  std::size_t bound_at_start_ = 0;
};

}  // namespace

namespace {

void scan_all(Cell& cell, char operation, End end, Report& report) {
  std::size_t copies = cell.scan(Cell::Allowed::results, report, "its result held");
  (void)cell.order('-');
  copies += cell.scan(Cell::Allowed::session, report, "its result dropped");
  (void)cell.order('!');
  copies += cell.scan(Cell::Allowed::none, report, "the client destroyed");
  cell.scan_output(report);
  cell.count_bound_late(report);
  if (copies + report.printed != 0)
    std::printf("FAIL  %c ended %c: %zu fragments in memory, %zu printed\n", operation,
                static_cast<char>(end), copies, report.printed);
}

}  // namespace

Report run_cell(Peer& peer, const Program& program, char operation, End end) {
  Cell cell(peer, program, operation);
  Report report;
  cell.prepare(operation);
  const Said said = cell.act(operation, end);
  if (end == End::well && said != Said::ok)
    throw std::runtime_error(std::string("failed though nothing was wrong: ") + operation);
  scan_all(cell, operation, end, report);
  return report;
}

std::optional<Report> run_without_memory(Peer& peer, const Program& program, char operation,
                                         int allocation) {
  Cell cell(peer, program, operation);
  Report report;
  cell.prepare(operation);
  if (!cell.act_without_memory(operation, allocation)) return std::nullopt;
  scan_all(cell, operation, End::out_of_memory, report);
  return report;
}

CoreReport run_core(Peer& peer, const Program& program) {
  const std::string planted = "qJ7vXw2Zp9KdRt";
  Cell cell(peer, program, 'G');
  CoreReport out;
  cell.prepare('G');
  if (cell.act('G', End::well) != Said::ok) throw std::runtime_error("no codes to display");
  (void)cell.order('P', End::well, planted);
  cell.subject().wait_quiet();
  Needles needles;
  const auto passed = peer.passed();
  for (const Passed& secret : passed) needles.add(scrambled(secret.plain));
  needles.add(scrambled(planted));
  out.planted_in_memory = scan_process(cell.subject().searched(), needles).back().dumped;
  const std::optional<std::string> core = cell.subject().core();
  out.made = core.has_value();
  (void)cell.order('W');
  out.planted_in_output = scan_file(cell.subject().folder() + "/printed", needles).back();
  out.secrets = passed.size();
  if (!core) return out;
  const auto found = scan_file(*core, needles);
  out.planted_in_core = found.back();
  for (std::size_t i = 0; i < passed.size(); ++i) out.in_core += found[i];
  return out;
}

}  // namespace hellojohn::tests
