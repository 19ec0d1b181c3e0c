import { render } from 'preact';
import { Panel } from '../components/panel.tsx';
import { Controller } from './controller.ts';
import './panel.css';
import { Store } from './state.ts';

const root = document.getElementById('root');
if (root) {
  const store = new Store();
  const controller = new Controller(acquireVsCodeApi(), store);
  render(<Panel store={store} controller={controller} />, root);
}
