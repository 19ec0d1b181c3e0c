import { render } from 'preact';
import { Panel } from '../components/panel.tsx';
import { colorPage } from '../theme/page-colors.ts';
import { Controller } from './controller.ts';
import { Store } from './state.ts';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/player.css';
import '../styles/messages.css';
import '../styles/layout.css';
import '../styles/code.css';
import '../styles/network.css';
import '../styles/sizes.css';
import '../styles/table.css';

colorPage();
const root = document.getElementById('root');
if (root) {
  const store = new Store();
  const controller = new Controller(acquireVsCodeApi(), store);
  render(<Panel store={store} controller={controller} />, root);
}
