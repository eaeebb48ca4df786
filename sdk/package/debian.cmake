# The Debian packages, made by CPack from the preset `deb`: the shared library, what a build needs, and the programs.
# Their dependencies on other packages come from dpkg-shlibdeps, and for a build from what the components ask for.
set(ROOT ${PROJECT_SOURCE_DIR})
include(${CMAKE_CURRENT_LIST_DIR}/time_of_sources.cmake)
get_target_property(hellojohn_sdk_type hellojohn_sdk TYPE)
if(NOT hellojohn_sdk_type STREQUAL "SHARED_LIBRARY")
  message(FATAL_ERROR "HELLOJOHN_DEB=ON needs BUILD_SHARED_LIBS=ON: use the preset deb")
endif()
# Named after the soname, so that two versions can be installed side by side.
set(library_package libhellojohn-sdk${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
# The field needs an address, and the project has no mailbox: "invalid" is a domain that nobody can ever own (RFC 6761).
set(maintainer "HelloJohn for C++ contributors <no-mailbox@hellojohn.invalid>")

# Copyright, changelog and the manual page, in the form that Debian asks for.
set(folder ${CMAKE_BINARY_DIR}/package/debian)
file(READ LICENSE licence)
string(REGEX REPLACE "^MIT License\n\nCopyright \\(c\\) ([^\n]+)\n\n" "" licence "${licence}")
set(owner "${CMAKE_MATCH_1}")
string(STRIP "${licence}" licence)
string(REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REPLACE "\n" "\n " licence "${licence}")
file(WRITE ${folder}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: hellojohn

Files: *
Copyright: ${owner}
License: Expat

License: Expat
 ${licence}
")
time_of_sources(date "%a, %d %b %Y %H:%M:%S +0000")
file(WRITE ${folder}/changelog "hellojohn (${PROJECT_VERSION}) unstable; urgency=medium

  * Version ${PROJECT_VERSION}; docs/CHANGELOG.md in the sources says what changed.

 -- ${maintainer}  ${date}
")
foreach(program hellojohn-mock-server hellojohn-doctor)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${program}.1.in ${folder}/${program}.1 @ONLY)
endforeach()
# Without the time of day.
execute_process(COMMAND gzip -9nfk changelog hellojohn-mock-server.1 hellojohn-doctor.1 WORKING_DIRECTORY ${folder} COMMAND_ERROR_IS_FATAL ANY)
function(hellojohn_debian_documents component package)
  install(FILES ${folder}/copyright ${folder}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
    COMPONENT ${component})
endfunction()
hellojohn_debian_documents(deb_library ${library_package})
hellojohn_debian_documents(sdk libhellojohn-dev)
hellojohn_debian_documents(deb_tools hellojohn-tools)
install(FILES ${folder}/hellojohn-mock-server.1.gz ${folder}/hellojohn-doctor.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT deb_tools)
# The dynamic linker's cache is updated when the library comes or goes.
file(WRITE ${folder}/triggers "activate-noawait ldconfig\n")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
get_target_property(hellojohn_sdk_folder hellojohn_sdk BINARY_DIR)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${hellojohn_sdk_folder})

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${library_package})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${folder}/triggers)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "account recovery for native applications
HelloJohn signs users in and lets locked-out users back in: MFA challenges,
backup codes, recovery by e-mail and re-enrolment.

This package contains the shared library.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libhellojohn-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(depends "${library_package} (= ${PROJECT_VERSION})"
  libboost-json${Boost_VERSION_MAJOR}.${Boost_VERSION_MINOR}-dev "libssl-dev (>= 3.0)" libqrcodegen-dev)
list(JOIN depends ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "libsecret-1-dev, libspeechd-dev, libglib2.0-dev, pkg-config")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "libimgui-dev, hellojohn-tools")
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "account recovery for native applications (development files)
HelloJohn signs users in and lets locked-out users back in: MFA challenges,
backup codes, recovery by e-mail and re-enrolment.

This package contains the headers, the static libraries, and the files for
CMake and pkg-config.")

set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME hellojohn-tools)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS "${library_package} (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_TOOLS_DESCRIPTION "mock server and doctor for programs that use HelloJohn
hellojohn-mock-server plays the whole HelloJohn service on this machine, with
an outbox, a clock that can be moved, and faults. hellojohn-doctor examines
whether a tenant's server keeps what the client assumes.")

set(development sdk)
foreach(component store_libsecret widgets speech system_voice atspi widgets_imgui admin testing)
  if(TARGET hellojohn_${component})
    list(APPEND development ${component})
  endif()
endforeach()
# By name: install rules of all components would make a separate package.
set(CPACK_COMPONENTS_ALL deb_library deb_tools ${development})
include(CPack)
cpack_add_component(deb_library GROUP library)
cpack_add_component(deb_tools GROUP tools)
foreach(component ${development})
  cpack_add_component(${component} GROUP development)
endforeach()
