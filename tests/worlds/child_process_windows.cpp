// See child_process.hpp: CreateProcessW with two pipes, in a job object that ends the child when its handle is closed.
#include "worlds/child_process.hpp"

#include "worlds/start_windows.hpp"

namespace hellojohn::tests {

struct ChildProcess::System {
  OwnHandle job{job_that_ends_its_processes()};
  Pipe input{true};
  Pipe output{false};
  HANDLE process = nullptr;
};

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments)
    : system_(std::make_unique<System>()) {
  StartWith with{program, std::move(arguments), system_->input.childs.get(),
                 system_->output.childs.get()};
  with.inherited = {with.input, with.output};
  system_->process = start_in_job(system_->job.get(), with).hProcess;
  (void)system_->input.childs.close();
  (void)system_->output.childs.close();
}

ChildProcess::~ChildProcess() {
  if (system_->process == nullptr) return;
  ::TerminateProcess(system_->process, 1);
  (void)wait();
}

std::string ChildProcess::read_line() {
  std::string line;
  char next = 0;
  DWORD size = 0;
  while (::ReadFile(system_->output.ours.get(), &next, 1, &size, nullptr) != 0 && size == 1 &&
         next != '\n')
    line.push_back(next);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

bool ChildProcess::write_line(std::string_view line) {
  const std::string whole = std::string(line) + "\n";
  DWORD size = 0;
  return ::WriteFile(system_->input.ours.get(), whole.data(), static_cast<DWORD>(whole.size()),
                     &size, nullptr) != 0 &&
         size == whole.size();
}

int ChildProcess::wait() {
  if (system_->process == nullptr) return -1;
  DWORD code = 0;
  ::WaitForSingleObject(system_->process, INFINITE);
  const bool known = ::GetExitCodeProcess(system_->process, &code) != 0;
  ::CloseHandle(system_->process);
  system_->process = nullptr;
  return known ? static_cast<int>(code) : -1;
}

}  // namespace hellojohn::tests
