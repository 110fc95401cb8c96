import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import activity from 'lucide-static/icons/activity.svg?raw';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import brush from 'lucide-static/icons/brush.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import clapperboard from 'lucide-static/icons/clapperboard.svg?raw';
import image from 'lucide-static/icons/image.svg?raw';
import imageDown from 'lucide-static/icons/image-down.svg?raw';
import imagePlus from 'lucide-static/icons/image-plus.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import mountain from 'lucide-static/icons/mountain.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw';
import slidersHorizontal from 'lucide-static/icons/sliders-horizontal.svg?raw';
import square from 'lucide-static/icons/square.svg?raw';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw';
import circle from 'lucide-static/icons/circle.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import film from 'lucide-static/icons/film.svg?raw';
import folderDown from 'lucide-static/icons/folder-down.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import scissors from 'lucide-static/icons/scissors.svg?raw';
import share2 from 'lucide-static/icons/share-2.svg?raw';
import trash2 from 'lucide-static/icons/trash-2.svg?raw';
import table from 'lucide-static/icons/table.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

const ICONS = {
  activity,
  'arrow-left': arrowLeft,
  brush,
  camera,
  clapperboard,
  image,
  'image-down': imageDown,
  'image-plus': imagePlus,
  info,
  keyboard,
  mountain,
  pause,
  play,
  'rotate-ccw': rotateCcw,
  'sliders-horizontal': slidersHorizontal,
  square,
  'triangle-alert': triangleAlert,
  circle,
  download,
  film,
  'folder-down': folderDown,
  pencil,
  scissors,
  'share-2': share2,
  'trash-2': trash2,
  table,
  x,
} as const;

export type IconName = keyof typeof ICONS;

function isIconName(name: string): name is IconName {
  return name in ICONS;
}

/**
 * Replaces Web Awesome's default icon library, which loads from a network, by Lucide icons in the bundle.
 * Its "system" library is left alone: it consists of data URLs already.
 */
export function registerIcons(): void {
  registerIconLibrary('default', {
    resolver: (name) => (isIconName(name) ? `data:image/svg+xml,${encodeURIComponent(ICONS[name])}` : ''),
  });
}
