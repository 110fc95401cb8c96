import './theme.css';
import { registerIcons } from './shared/icons';

registerIcons();

export { ImpastoApp } from './app/impasto-app';
