// See trial_process.hpp: the same program with words that say what to play, and a mapping for the result.
#include "trial_process.hpp"

#include "worlds/start_windows.hpp"

#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace hellojohn::tests {

namespace {

constexpr const char* mark = "--trial";
/// A process that an exception ends has a larger one.
constexpr DWORD longest_exit_code = 255;

Trial* mapped(HANDLE mapping) {
  return static_cast<Trial*>(::MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, sizeof(Trial)));
}

/// Memory that a child may inherit.
HANDLE inherited_memory() {
  SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
  return ::CreateFileMappingW(INVALID_HANDLE_VALUE, &inherited, PAGE_READWRITE, 0, sizeof(Trial),
                              nullptr);
}

std::string this_program() {
  char path[MAX_PATH];
  return {path, ::GetModuleFileNameA(nullptr, path, sizeof path)};
}

std::vector<std::string> words_of(const Service& service) {
  return {service.port,          service.tenant_id,    service.publishable_key, service.ca_file,
          service.folder,        service.person.email, service.person.password, service.other.email,
          service.other.password};
}

/// Until it ends, and says how.
void wait_for(HANDLE started, Trial& trial) {
  const OwnHandle process(started);
  const auto limit = std::chrono::milliseconds(longest_trial).count();
  if (::WaitForSingleObject(process.get(), static_cast<DWORD>(limit)) != WAIT_OBJECT_0) {
    ::TerminateProcess(process.get(), 1);
    ::WaitForSingleObject(process.get(), INFINITE);
    trial.end = End::hung;
    return;
  }
  DWORD code = 0;
  // A crash of which the process could not tell.
  if (::GetExitCodeProcess(process.get(), &code) != 0 && code > longest_exit_code &&
      trial.end == End::exited)
    trial.end = End::crashed;
}

}  // namespace

void begin_process(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() != 14 || words[1] != mark) return;
  Service service{words[5],
                  words[6],
                  words[7],
                  words[8],
                  words[9],
                  {words[10], words[11]},
                  {words[12], words[13]}};
  const auto handle = static_cast<std::intptr_t>(std::stoll(words[2]));
  Trial* trial = mapped(reinterpret_cast<HANDLE>(handle));
  if (trial != nullptr) play(service, scenarios[std::stoul(words[3])], std::stol(words[4]), *trial);
  std::_Exit(0);
}

struct TrialProcess::System {
  OwnHandle job{job_that_ends_its_processes()};
  OwnHandle mapping{inherited_memory()};
  Trial* trial = mapped(mapping.get());
};

TrialProcess::TrialProcess() : system_(new System) {
  if (system_->trial == nullptr) throw std::runtime_error("no shared memory");
}

TrialProcess::~TrialProcess() { ::UnmapViewOfFile(system_->trial); }

Trial& TrialProcess::play(const Service& service, const Scenario& scenario, long point) {
  StartWith with{this_program(), {mark}};
  const HANDLE mapping = system_->mapping.get();
  with.arguments.push_back(std::to_string(reinterpret_cast<std::intptr_t>(mapping)));
  with.arguments.push_back(std::to_string(&scenario - scenarios));
  with.arguments.push_back(std::to_string(point));
  for (std::string& word : words_of(service)) with.arguments.push_back(std::move(word));
  with.inherited = {mapping};
  Trial& trial = *system_->trial;
  // Under Wine 8 one process in some hundred ends before its main().
  for (int tries = 0; tries < 3; ++tries) {
    trial = Trial{};
    wait_for(start_in_job(system_->job.get(), with).hProcess, trial);
    if (trial.begun) break;
  }
  // Threads of the system's pool come and go, and with them their handles.
  trial.descriptors = 0;
  return trial;
}

Trial& TrialProcess::aside(const std::function<void(Trial&)>& work) {
  work(*system_->trial);
  return *system_->trial;
}

}  // namespace hellojohn::tests
