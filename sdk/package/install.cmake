# Install rules, called beside each target. A component is what find_package(hellojohn COMPONENTS …) names: an export
# set, its headers and a pkg-config file. The configuration itself comes from config.cmake.in.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(hellojohn_package_templates ${CMAKE_CURRENT_LIST_DIR})
set(hellojohn_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hellojohn)
set(hellojohn_share_dir ${CMAKE_INSTALL_DATADIR}/hellojohn)

# hellojohn_install(COMPONENT TARGETS … [HEADERS FOLDER…])
function(hellojohn_install component)
  cmake_parse_arguments(ARG "" "" "TARGETS;HEADERS" ${ARGN})
  if(NOT HELLOJOHN_INSTALL)
    return()
  endif()
  install(TARGETS ${ARG_TARGETS} EXPORT hellojohn-${component} COMPONENT ${component}
    RUNTIME LIBRARY ARCHIVE INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT hellojohn-${component} COMPONENT ${component} NAMESPACE hellojohn::
    FILE hellojohn-${component}-targets.cmake DESTINATION ${hellojohn_package_dir})
  foreach(folder ${ARG_HEADERS})
    hellojohn_install_headers(${component} ${folder})
  endforeach()
endfunction()

# Headers of FOLDER, which holds hellojohn/…; those of the components admin and testing go with their libraries.
function(hellojohn_install_headers component folder)
  set(except PATTERN admin EXCLUDE PATTERN testing EXCLUDE)
  set(to ${CMAKE_INSTALL_INCLUDEDIR})
  if(component MATCHES "^(admin|testing)$")
    set(except "")
    string(APPEND folder hellojohn/${component})
    string(APPEND to /hellojohn)
  endif()
  install(DIRECTORY ${folder} DESTINATION ${to} COMPONENT ${component} ${except})
endfunction()

# hellojohn_pkg_config(COMPONENT DESCRIPTION [LIBS WORD…] [REQUIRES NAME…] [VARIABLE NAME=VALUE]): hellojohn-COMPONENT.pc
function(hellojohn_pkg_config component description)
  cmake_parse_arguments(ARG "" "VARIABLE" "LIBS;REQUIRES" ${ARGN})
  if(NOT HELLOJOHN_INSTALL)
    return()
  endif()
  file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  string(REGEX REPLACE "/$" "" up "${up}")
  list(JOIN ARG_LIBS " " libs)
  list(JOIN ARG_REQUIRES ", " requires)
  set(file ${CMAKE_BINARY_DIR}/package/hellojohn-${component}.pc)
  configure_file(${hellojohn_package_templates}/component.pc.in ${file} @ONLY)
  install(FILES ${file} DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component})
endfunction()

# Called last, when every component is known.
function(hellojohn_install_package)
  get_target_property(sdk_type hellojohn_sdk TYPE)
  set(folder ${CMAKE_BINARY_DIR}/package)
  configure_package_config_file(${hellojohn_package_templates}/config.cmake.in
    ${folder}/hellojohn-config.cmake INSTALL_DESTINATION ${hellojohn_package_dir}
    NO_SET_AND_CHECK_MACRO)
  # Below 1.0 a new minor version may change what a host sees.
  write_basic_package_version_file(${folder}/hellojohn-config-version.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${folder}/hellojohn-config.cmake ${folder}/hellojohn-config-version.cmake
    ${hellojohn_package_templates}/Findqrcodegen.cmake
    DESTINATION ${hellojohn_package_dir} COMPONENT sdk)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE
    DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT sdk)
endfunction()
