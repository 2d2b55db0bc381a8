import { route } from '@react-router/dev/routes';

export default [route('voice', 'routes/voice.js'), route('events', 'routes/events.js')];
