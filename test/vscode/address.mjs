/**
 * The address of a workbench of a server on this machine.
 *
 * @param {number} port
 * @param {{ folder: string, file?: string | undefined, extensionDevelopmentPath?: string | undefined,
 *   extensionTestsPath?: string | undefined }} paths absolute paths
 * @returns {string}
 */
export function workbenchAddress(port, { folder, file, extensionDevelopmentPath, extensionTestsPath }) {
  /** @param {string} path */
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${encodeURI(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(file === undefined ? [] : [['openFile', remote(file)]]),
    ...(extensionDevelopmentPath === undefined
      ? []
      : [['extensionDevelopmentPath', remote(extensionDevelopmentPath)]]),
    ...(extensionTestsPath === undefined ? [] : [['extensionTestsPath', remote(extensionTestsPath)]]),
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
